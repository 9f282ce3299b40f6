"""Lint: one rule a file. The registry below is the whole list."""

from collections.abc import Iterator

from bot.content.lint.button_too_long import ButtonTooLong
from bot.content.lint.case_kind import CaseKind
from bot.content.lint.case_notice_field import CaseNoticeField
from bot.content.lint.case_refusal import CaseRefusal
from bot.content.lint.case_silent import CaseSilent
from bot.content.lint.case_stages import CaseStages
from bot.content.lint.channels_agree import ChannelsAgree
from bot.content.lint.clause_exists import ClauseExists
from bot.content.lint.danger_pattern import DangerPattern
from bot.content.lint.dangling_document import DanglingDocument
from bot.content.lint.dangling_jump import DanglingJump
from bot.content.lint.dangling_menu import DanglingMenu
from bot.content.lint.dangling_related import DanglingRelated
from bot.content.lint.dangling_start import DanglingStart
from bot.content.lint.dangling_test import DanglingTest
from bot.content.lint.dead_end import DeadEnd
from bot.content.lint.duplicate_id import DuplicateId
from bot.content.lint.emergency_checked import EmergencyChecked
from bot.content.lint.emergency_elsewhere import EmergencyElsewhere
from bot.content.lint.emergency_kinds import EmergencyKinds
from bot.content.lint.few_phrasings import FewPhrasings
from bot.content.lint.file_name import FileName
from bot.content.lint.flow_step_why import FlowStepWhy
from bot.content.lint.gap_offers_person import GapOffersPerson
from bot.content.lint.holiday_dates import HolidayDates
from bot.content.lint.kind_of_folder import KindOfFolder
from bot.content.lint.missing_field import MissingField
from bot.content.lint.missing_translation import MissingTranslation
from bot.content.lint.opening_hours import OpeningHours
from bot.content.lint.opinion_private import OpinionPrivate
from bot.content.lint.organisation_look import OrganisationLook
from bot.content.lint.own_topic import OwnTopic
from bot.content.lint.pattern_elsewhere import PatternElsewhere
from bot.content.lint.pattern_explosion import PatternExplosion
from bot.content.lint.pattern_syntax import PatternSyntax
from bot.content.lint.personal_name import PersonalName
from bot.content.lint.phrasing_is_danger import PhrasingIsDanger
from bot.content.lint.plural_forms import PluralForms
from bot.content.lint.referral_checked import ReferralChecked
from bot.content.lint.rule import Rule
from bot.content.lint.same_form import SameForm
from bot.content.lint.same_phrasing import SamePhrasing
from bot.content.lint.same_text_fields import SameTextFields
from bot.content.lint.stray_file import StrayFile
from bot.content.lint.test_equals_phrasing import TestEqualsPhrasing
from bot.content.lint.two_sentences import TwoSentences
from bot.content.lint.unknown_placeholder import UnknownPlaceholder
from bot.content.lint.unknown_text_id import UnknownTextId
from bot.content.lint.unknown_word_list import UnknownWordList
from bot.content.lint.within_two_weeks import WithinTwoWeeks
from bot.content.problems import Problem
from bot.content.sources import Sources

RULES: tuple[Rule, ...] = (
    FileName(),
    KindOfFolder(),
    DuplicateId(),
    MissingTranslation(),
    OwnTopic(),
    DanglingRelated(),
    DanglingStart(),
    DanglingDocument(),
    DanglingMenu(),
    DanglingTest(),
    DanglingJump(),
    ClauseExists(),
    UnknownPlaceholder(),
    MissingField(),
    SamePhrasing(),
    PatternSyntax(),
    UnknownWordList(),
    PatternExplosion(),
    PatternElsewhere(),
    TestEqualsPhrasing(),
    FewPhrasings(),
    ButtonTooLong(),
    TwoSentences(),
    WithinTwoWeeks(),
    PersonalName(),
    GapOffersPerson(),
    ReferralChecked(),
    DeadEnd(),
    EmergencyChecked(),
    EmergencyKinds(),
    EmergencyElsewhere(),
    OpeningHours(),
    HolidayDates(),
    FlowStepWhy(),
    OpinionPrivate(),
    UnknownTextId(),
    SameTextFields(),
    PluralForms(),
    SameForm(),
    DangerPattern(),
    PhrasingIsDanger(),
    StrayFile(),
    CaseKind(),
    CaseStages(),
    CaseNoticeField(),
    CaseRefusal(),
    CaseSilent(),
    OrganisationLook(),
    ChannelsAgree(),
)


def lint(sources: Sources, *, loading: bool = False) -> Iterator[Problem]:
    """Yield what the rules find; while loading only the rules are asked that keep content from being used."""
    for rule in RULES:
        if not loading or (rule.severity == "error" and rule.at_load):
            yield from rule.find(sources)
