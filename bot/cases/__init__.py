"""Cases: what a submitted flow becomes, its reference, its life."""
