from accounts.models.tokens import ApiToken, Scope
from accounts.models.usage import TokenUsage
from accounts.models.users import User

__all__ = ["ApiToken", "Scope", "TokenUsage", "User"]
