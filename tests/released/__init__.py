"""What earlier versions left behind: a backup of each, and the digests of the migrations it shipped."""
