"""Why a track exists: the programme and the shared question it belongs to."""
