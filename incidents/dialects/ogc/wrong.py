"""What is wrong with one parameter."""


class Wrong(ValueError):
    """Said so that it can follow the parameter's name."""
