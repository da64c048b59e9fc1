"""The report in a paraphrase of our own: what stands on the desk in place of Rudaw's text."""

PARAPHRASE = """\
A member of the Asayish has lost his life in Qamishli, where they and the National Defence Forces, a militia that \
the Syrian government backs, are fighting each other. It began in the night of Tuesday.

In a statement of that night the Asayish tell it so: in the evening of 20 April a fighter of the other side opened \
fire on their checkpoint at Al-Wahda roundabout; one of their men was hit and later died of it. They accuse the \
National Defence Forces of wanting to undo the calm and safety of the city. They will defend themselves, they \
announce, and will answer firmly whoever goes for their security points. They also stand by an older charge: that \
the militia turns the communities of the region against each other.

Hawar News Agency, which Rudaw describes as close to the Syrian Democratic Forces, speaks of a short lull around two \
in the morning. About an hour later, it says, the fighting came back with more force. It adds that the National \
Defence Forces brought in heavy weapons, RPGs among them.

The same two sides had fought in February, in Qamishli and in Hasaka. One person died then, and at least three were \
hurt. The Syrian Observatory for Human Rights says that the dead man was a policeman on the government's side. \
Already then the Asayish charged the National Defence Forces with sowing division in the region.

Viviyan Fetah, who reports for Rudaw, says that the fighting had not stopped when the report went out.
"""
