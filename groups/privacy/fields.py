"""Every field of every table: about a person, and then of which line of `terms.py`; or not.

A test fails on a field that stands in neither, or in both, and on one that does not exist. Ask of a
new field: can it say something about one person who can be known by it, also together with the row
around it? A number that leads to another row is not sorted as personal: what it leads to is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Sorted:
    """The fields of one model. `personal`: names of fields, by the keys of their terms: the first
    is the term while it is in use, those behind it the terms once that is over.
    """

    plain: str
    personal: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def plain_names(self) -> list[str]:
        """What says nothing about anybody."""
        return self.plain.split()

    @property
    def personal_names(self) -> list[str]:
        """What does."""
        return [name for names in self.personal.values() for name in names.split()]


_ADDRESS: Final = "street street_text house_number house_letter house_number_addition"
_REQUEST: Final = ("request", "request_ended", "request_added")
_MEMBER: Final = ("member", "member_left", "member_erased")
_ACCOUNT: Final = ("account",)
_LOGIN: Final = ("login",)
_CONTACT: Final = ("contact",)

FIELDS: Final[Mapping[str, Sorted]] = {
    # People of the village.
    "groups.ResidentRequest": Sorted(
        "id reference kind state owner group due_at escalated_at waiting_on ladder_from "
        "ladder_step route_reason source came_from submission_key created_at email_confirmed_at "
        "email_refused_at address_confirmed_at has_app house_rules of_age subject about_group "
        "concerns same_as gave_email wants_to_manage decided_at decided_by undo_until "
        "decline_reason added_at membership anonymised_at",
        {
            _REQUEST: f"name name_key organisation mobile email {_ADDRESS} message helper_name "
            "helper_email why_this_group streets_wanted neighbours decline_note closing_note "
            "route_sentence language"
        },
    ),
    "groups.MemberImport": Sorted(
        "id state group by_platform is_pasted by confirmed_by at touched_at busy_until rows_read "
        "rows_total refusal granted ended_at wiped_at",
        {("list_import",): "name content parts facts"},
    ),
    "groups.MemberImportRow": Sorted(
        "id batch line group verdict doubts granted left_out",
        {
            ("list_import",): "name organisation mobile_text mobile email_text email address_text "
            f"{_ADDRESS} group_text problem"
        },
    ),
    "groups.NumberBlock": Sorted("id group since by", {("number_block",): "digest reason until"}),
    "groups.AddressLetter": Sorted(
        "id request made_at made_by delivered_at used_at",
        {("address_letter",): "digest expires_at"},
    ),
    "groups.EmailChange": Sorted("id asked_at", {("own_page",): "old new"}),
    "groups.OwnPage": Sorted("id asked_at opened_at ended_at", {("own_page",): "email"}),
    "groups.RequestMessage": Sorted("id request at kind by", {_REQUEST: "text"}),
    "groups.CallTask": Sorted(
        "id request about occasion mail message from_at due_at done_at done_by reached",
        {_REQUEST: "key"},
    ),
    "groups.Handover": Sorted(
        "id request at by from_owner from_group from_state from_reason from_due_at "
        "from_escalated_at from_waiting_on from_ladder_from from_ladder_step change to_owner "
        "to_group undone_at",
        {_REQUEST: "from_sentence note"},
    ),
    "groups.Membership": Sorted(
        "id group since until source house_rules anonymised_at to_confirm end_reason "
        "left_chat_at moved_by moved_from version erased_at email_confirmed_at imported_by "
        "told_at email_failed_at",
        {_MEMBER: f"name organisation mobile email {_ADDRESS} search_key language"},
    ),
    "outbox.Mail": Sorted(
        "id subject key about event occasion message_id state attempts due last_error created "
        "sent_at link_path category sensitive",
        {("mail",): "to text reply_to link account"},
    ),
    # Who helps: beheerders and coordinators.
    "accounts.User": Sorted(
        "id shares_first_name is_active is_coordinator is_superuser session_stamp created",
        {_ACCOUNT: "password last_login email name mobile search_key"},
    ),
    "accounts.MailedCode": Sorted("id seed is_newest", {_LOGIN: "whose made_at used_at"}),
    "account.EmailAddress": Sorted("id user verified primary", {_ACCOUNT: "email"}),
    "account.EmailConfirmation": Sorted("id email_address created sent", {_LOGIN: "key"}),
    "mfa.Authenticator": Sorted("id user type created_at", {_ACCOUNT: "data last_used_at"}),
    "sessions.Session": Sorted("expire_date", {_LOGIN: "session_key session_data"}),
    "groups.Appointment": Sorted(
        "id user group role invited_by accepted_at reminded_at",
        {
            _ACCOUNT: "invited_at until away_until wants_to_stop_at",
            ("end_note",): "end_note",
        },
    ),
    "groups.NoticeSettings": Sorted(
        "id user", {_ACCOUNT: "moment quiet_from quiet_until daily_hour digest_on"}
    ),
    "groups.BulletinCopy": Sorted("id bulletin group user", {_ACCOUNT: "shared_at"}),
    "push.Device": Sorted(
        "id user", {("push",): "digest sealed label made_at last_ok_at last_error"}
    ),
    # Names of groups and numbers of pages.
    "push.Message": Sorted(
        "id device key about title body path is_urgent state attempts due give_up_at created_at "
        "sent_at last_error"
    ),
    # Who did what.
    "audit.Entry": Sorted("id", {("audit",): "at verb by actor scope subject facts"}),
    "audit.Seal": Sorted("id number at last_line seen lines oldest content digest"),
    "admin.LogEntry": Sorted(
        "id user content_type object_id action_flag",
        {("audit",): "action_time object_repr change_message"},
    ),
    "groups.WeekReview": Sorted(
        "id week made_at checked_by", {("audit",): "findings checked_at note"}
    ),
    # Partners.
    "groups.PartnerContact": Sorted(
        "id shown_to serves_all checked_on asked_on reported_at created_at ended_at version "
        "partner role",
        {_CONTACT: "name what_for phone email report"},
    ),
    "groups.Partner": Sorted(
        "id what_for phone email shown_to serves_all checked_on asked_on reported_at created_at "
        "ended_at version kind name search_key website",
        {("moment",): "report"},
    ),
    "groups.ContactMoment": Sorted("id partner contact group by on at", {("moment",): "note"}),
    # Alerts: who is described in them, and who objects to that.
    "alerts.DetailsSwitch": Sorted("id is_on reference by at"),
    "alerts.AlertDetails": Sorted("id alert by changed_at", {("alert_details",): "sealed"}),
    "alerts.AlertPhoto": Sorted(
        "id alert added_by added_at covers covered_by covered_at approved_by approved_at",
        {("alert_details",): "original covered"},
    ),
    "alerts.AlertObjection": Sorted(
        "id alert key made_at due_at reminded_at taken_down_at handled_at handled_by",
        {("objection",): "what contact answer"},
    ),
    # Lists of addresses, and what is counted.
    "groups.AddressImport": Sorted(
        "id state name by at busy_until rows_read rows_total refusal columns counts seen_list "
        "ended_at",
        {("addresses",): "content"},
    ),
    "groups.ImportFinding": Sorted(
        "id batch kind row",
        {
            ("addresses",): "street_text house_number house_letter house_number_addition postcode "
            "x y problem"
        },
    ),
    "kit.RateHit": Sorted("hits until", {("limits",): "key"}),
    # Keyed hashes, which tell who it was only to whoever has the key and guesses.
    "groups.Tombstone": Sorted("id kind at", {("erased",): "digest"}),
    "groups.HeldPurge": Sorted(
        "id kind found_at counted_at rows of_rows asked_at allowed_at allowed_by ended_at"
    ),
    # Groups, streets and texts: nothing about anybody. Who wrote it is an account.
    "groups.WatchGroup": Sorted(
        "id name search_key slug area app uses_waaksamen status way_of_adding capacity "
        "welcome_text invite_link_encrypted invite_link_set_at is_example created_at idea "
        "alive_at alive_asked_at pause_reason list_confirmed_at list_asked_at list_counted version"
    ),
    "groups.WatchGroup_adjoining": Sorted("id from_watchgroup to_watchgroup"),
    "groups.GroupStep": Sorted("id group code done_at done_by people"),
    # Of the organisation, not of a person; on every page.
    "identity.Identity": Sorted(
        "id village organisation watch short_name municipality municipality_phone "
        "municipality_site website help_email help_phone colour logo_code logo_alt logo_width "
        "logo_height version changed_at"
    ),
    "identity.Logo": Sorted("id small large"),
    "groups.VillageStep": Sorted("id code done_at done_by"),
    "groups.WatchSign": Sorted("id street house_number spot state checked_on version"),
    "groups.Street": Sorted("id name slug area place outside remark version"),
    "groups.Hamlet": Sorted("id name"),
    "groups.Hamlet_streets": Sorted("id hamlet street"),
    "groups.Spelling": Sorted("id text key street hamlet"),
    "groups.SpellingPart": Sorted("id spelling part"),
    "groups.CoverageRule": Sorted(
        "id street group first_number last_number side created_at ended_at"
    ),
    "groups.CoverageChange": Sorted(
        "id kind at by from_group to_group from_status sentence members requests undone_at "
        "undone_by"
    ),
    "groups.CoverageChange_rules_ended": Sorted("id coveragechange coveragerule"),
    "groups.CoverageChange_rules_made": Sorted("id coveragechange coveragerule"),
    # Public: the list of addresses of the municipality, without who lives there.
    "groups.OfficialAddress": Sorted(
        "id street house_number house_letter house_number_addition postcode x y"
    ),
    "groups.FramingSite": Sorted("id origin since"),
    # Drawn around those addresses and the rules alone.
    "groups.AreaDrawing": Sorted("id state fingerprint made_at busy_until shapes"),
    # Only numbers that may be shown: what is small is hidden before it is kept.
    "groups.KeptFigure": Sorted("id code language page content counted_at"),
    "groups.HouseRules": Sorted("id variant version text published_at published_by"),
    "groups.TextVersion": Sorted("id key version subject text is_reset at by"),
    "groups.Bulletin": Sorted(
        "id subject text note to_all by created_at tested_version version sent_at sent_by "
        "reminded_at"
    ),
    "groups.Bulletin_groups": Sorted("id bulletin watchgroup"),
    "groups.Partner_groups": Sorted("id partner watchgroup"),
    "groups.PartnerContact_groups": Sorted("id partnercontact watchgroup"),
    # Facts of alerts, about nobody who was seen. But who knows the street and the moment may know
    # at whose house it was.
    "alerts.Alert": Sorted(
        "id group category street police state is_drill outcome by created_at closed_at closed_by "
        "close_asked_at drill version live_nonce call_code call_claimed_at called_at",
        {("alert",): "happened_at"},
    ),
    "alerts.AlertShare": Sorted("id alert shared_with by at"),
    "alerts.AlertCount": Sorted("id group month category state is_drill number"),
    "alerts.Drill": Sorted("id at category text by created_at called_off_at"),
    # Ways out of groups, and what went over them: facts of alerts again.
    "alerts.Connection": Sorted(
        "id group kind is_on chat address_sealed secret_sealed made_by made_at last_ok_at broken "
        "paused_until"
    ),
    "alerts.OutgoingMessage": Sorted(
        "id connection alert knock what text key number state attempts due busy_until give_up_at "
        "created_at tried_at sent_at remote_id last_error"
    ),
    "alerts.TyingCode": Sorted("id group digest by expires_at used_at problem"),
    "alerts.SeenUpdate": Sorted("id update at"),
    "alerts.JoinKnock": Sorted(
        "id connection state at decided_at decided_by", {("chat_knock",): "person name"}
    ),
    "alerts.Relay": Sorted(
        "id alert origin to_group from_group by at accepted_at accepted_by declined_at declined_by"
    ),
    "alerts.MonthlyOverview": Sorted("id contact month by at"),
    "alerts.OfficerReport": Sorted("id alert contact by at"),
    "alerts.PoliceRequest": Sorted("id alert by at", {("police_request",): "reference"}),
    # Of the machinery. A link holds the number of a row and no word about anybody.
    "kit.Link": Sorted("id purpose subject_id nonce issued_at expires_at used_at language"),
    "kit.Beat": Sorted("name at"),
    "auth.Permission": Sorted("id name content_type codename"),
    "auth.Group": Sorted("id name"),
    "auth.Group_permissions": Sorted("id group permission"),
    "contenttypes.ContentType": Sorted("id app_label model"),
}
