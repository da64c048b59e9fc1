"""Error of one parameter."""


class ParameterError(ValueError):
    """The message follows the parameter's name: “is not on the earth”."""
