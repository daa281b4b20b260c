"""Nothing is paid for unseen: every call is priced before it is sent and counted after, and a budget stops it in time.

It counts what X's price list would bill; it never pays, and it never asks X for the bill.
"""

from __future__ import annotations

from xauth_nb.costs.answers import key_of
from xauth_nb.costs.meter import BUDGET, Meter
from xauth_nb.costs.prices import PRICES, PRICES_DATE, Charge, estimate, price_of_call, price_of_post
from xauth_nb.costs.table import Costs

__all__ = [
    "BUDGET",
    "PRICES",
    "PRICES_DATE",
    "Charge",
    "Costs",
    "Meter",
    "estimate",
    "key_of",
    "price_of_call",
    "price_of_post",
]
