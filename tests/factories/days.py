"""The day on which rows happen unless a test says otherwise."""

from datetime import date

DAY = date(2021, 4, 20)
