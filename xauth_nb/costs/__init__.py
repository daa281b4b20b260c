"""Nothing is paid for unseen: every call is priced before it is sent and counted after, and a budget stops it in time.

It counts what X's price list would bill; it never pays, and it never asks X for the bill.
"""

from __future__ import annotations

from xauth_nb.costs.meter import Meter
from xauth_nb.costs.prices import PRICES, PRICES_DATE, price_of_post
from xauth_nb.costs.table import Costs

__all__ = ["PRICES", "PRICES_DATE", "Costs", "Meter", "price_of_post"]
