"""What is wrong with one parameter."""


class ParameterError(ValueError):
    """Said so that it can follow the parameter's name."""
