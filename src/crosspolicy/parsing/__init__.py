"""Texts from outside, read whole within their bounds, before anything is made of them."""
