"""Waterdam: a municipality that does not exist, to see in two minutes what the product does.

The texts are data (`content/`, TOML); the loader walks through the real actions in the order in which things happened.
"""
