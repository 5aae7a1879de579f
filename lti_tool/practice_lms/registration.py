"""How the tool is known to the practice LMS, and the LMS to the tool."""

from dataclasses import dataclass
from urllib.parse import urlsplit

MAXIMUM_SCORE = 100


@dataclass(frozen=True)
class Registration:
    """One tool, registered on one platform with one deployment.

    Attributes:
        issuer: The LMS's own address without a final slash; `iss` of its messages.
        tool_url: The tool's public address, without a final slash.
        client_id: What the LMS calls the tool.
        deployment_id: The one deployment of the tool.
    """

    issuer: str
    tool_url: str
    client_id: str = "practice-lms-wegwijs"
    deployment_id: str = "1"

    @property
    def tool_origin(self) -> str:
        """Scheme, host and port of the tool, for frames and forms."""
        parts = urlsplit(self.tool_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def login_url(self) -> str:
        """Where a launch starts at the tool."""
        return f"{self.tool_url}/lti/login"

    @property
    def redirect_uri(self) -> str:
        """The one address that may receive a signed message."""
        return f"{self.tool_url}/lti/launch"

    @property
    def tool_jwks_url(self) -> str:
        """The tool's public keys."""
        return f"{self.tool_url}/lti/jwks.json"

    @property
    def auth_url(self) -> str:
        """Our OIDC authorization endpoint."""
        return f"{self.issuer}/lti/auth"

    @property
    def token_url(self) -> str:
        """Our token endpoint, also the audience of the tool's assertions."""
        return f"{self.issuer}/lti/token"

    @property
    def jwks_url(self) -> str:
        """Our public keys."""
        return f"{self.issuer}/lti/certs"

    @property
    def line_items_url(self) -> str:
        """The course's line items; the query string is there as in Moodle, so that it is never lost."""
        return f"{self.issuer}/lti/lineitems?type_id={self.deployment_id}"

    def line_item_url(self, activity: str) -> str:
        """The line item of one activity."""
        return f"{self.issuer}/lti/lineitems/{activity}/lineitem?type_id={self.deployment_id}"

    @property
    def roster_url(self) -> str:
        """The course's members."""
        return f"{self.issuer}/lti/memberships?type_id={self.deployment_id}"
