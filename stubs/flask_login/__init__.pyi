from collections.abc import Callable
from typing import Any

from flask import Flask

class LoginManager:
    session_protection: str | None
    login_view: str | None
    def init_app(self, app: Flask, add_context_processor: bool = ...) -> None: ...
    def user_loader(self, callback: Callable[[str], Any]) -> Callable[[str], Any]: ...

current_user: Any

def login_user(user: Any, remember: bool = ..., force: bool = ..., fresh: bool = ...) -> bool: ...
def logout_user() -> bool: ...

class AnonymousUserMixin:
    @property
    def is_authenticated(self) -> bool: ...
