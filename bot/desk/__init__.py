"""What every staff surface calls, written once: claiming, replying, closing, signing in, accounts.

Outcomes that are to be expected are values (`Claimed`, `HeldBy`, `NotAllowed`, …), never exceptions.
"""
