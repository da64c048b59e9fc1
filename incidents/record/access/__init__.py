"""The login role that public pages read the record with, and the deployment checks that it has no other rights."""
