"""How material comes in: the gazetteer, the coded demo, the analysts' fast lane."""
