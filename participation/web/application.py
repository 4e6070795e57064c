"""Flask, without what it does over and over for who does not need it."""

from typing import Any

from flask import Flask, has_request_context, request

ELSEWHERE = ("_external", "_scheme", "_method")
"""What makes an address depend on more than where it leads to."""
AT_THE_DESK = "desk."
"""Where the address of a contribution carries the list of this very request (`desk.came_from`)."""
MOST = 1_024


class Application(Flask):
    """An application whose addresses are built once and kept, and in which nothing is asynchronous."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._addresses: dict[tuple[str, str, str], str] = {}
        super().__init__(*args, **kwargs)

    def ensure_sync(self, func: Any) -> Any:
        """As it is. Flask asks of each hook in each request whether it is a coroutine; ours never are."""
        return func

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """The address of *endpoint* on this site: building one costs as much as a small statement.

        The values are compared as they are written out. What asks for more than a path is built each time.
        """
        if not has_request_context() or endpoint.startswith(".") or any(map(values.get, ELSEWHERE)):
            return super().url_for(endpoint, **values)
        if "number" in values and endpoint.startswith(AT_THE_DESK):
            return super().url_for(endpoint, **values)
        key = (endpoint, request.script_root, repr(values))
        address = self._addresses.get(key)
        if address is None:
            address = super().url_for(endpoint, **values)
            if len(self._addresses) >= MOST:
                self._addresses.clear()
            self._addresses[key] = address
        return address
