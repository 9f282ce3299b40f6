"""What the pure rooms and the services ask of the world, as protocols.

`matcher` is how a text is understood, `channel` how people are reached, `store` how everything is kept.
"""
