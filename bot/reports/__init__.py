"""Figures for managers and for health: small for now."""
