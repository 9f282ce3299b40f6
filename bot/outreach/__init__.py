"""Outreach: what an association tells people who agreed to it, without their asking."""
