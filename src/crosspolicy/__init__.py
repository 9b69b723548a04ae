"""crosspolicy: carries a company's policy for new cross-department business from the form to the closed case."""

__version__ = "0.1.0"
