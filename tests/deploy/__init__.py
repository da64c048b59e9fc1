"""What `deploy/` brings, run as far as it goes without a container engine or a booted systemd."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
