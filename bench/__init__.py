"""Measurements, as ``make bench`` runs them: ``python -m bench`` for all, ``python -m bench api_page`` for one."""
