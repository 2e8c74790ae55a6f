"""Providers of messages as local servers: the real protocols, a ledger of their own, and faults when told.

For tests, `bin/bench cascade` and the test bench of the demo; nothing of the product imports them.
"""
