"""A contribution is cut into points by selecting passages of what the resident wrote."""
