"""Tests of the figures for managers."""
