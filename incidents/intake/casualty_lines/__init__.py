"""Casualty lines as analysts note them: “2 killed — per SOHR”, “مقتل ثلاثة مدنيين”, “3 sivîl hatin kuştin”.

Read ``tokens`` first (what a word can mean), then ``english``, ``arabic`` and ``kurdish`` (the words), ``numerals``,
``lexing``, ``people`` and ``clauses`` (the grammar), and ``reading``, which is what the desk calls.
"""
