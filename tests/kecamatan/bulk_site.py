"""The site with a list whose rows can be ticked, for tests only: /test/desa/ and /test/desa/phone/."""

from django import forms
from django.urls import include, path

from kecamatan.forms.fields import LineField
from kecamatan.lists.bulk import BulkPage
from kecamatan.lists.tables import SelectColumn
from kecamatan.models import Desa
from kecamatan.refusals import Refused
from kecamatan.tables.villages import VillageTable
from kecamatan.views.villages import VillageList


class TickedTable(VillageTable):
    tick = SelectColumn()


class TickedList(VillageList):
    table_class = TickedTable

    def bulk_actions(self, scope):
        return [("Set the head", "/test/desa/head/")] if scope.user.enters_counts else []


class HeadForm(forms.Form):
    head = LineField(max_length=20)


class SetHead(BulkPage):
    list_class, list_name, action, title = TickedList, "ticked:list", "head", "Set the head"
    form_class = HeadForm
    version = ("head_name", "head_phone")

    def perform(self, *, by, pks, form):
        Desa.objects.filter(pk__in=pks).update(head_name=form.cleaned_data["head"])
        if form.cleaned_data["head"] == "refuse":
            raise Refused("Not this one.")
        return f"{len(pks)} done"


ticked = [path("", TickedList.as_view(), name="list"), path("head/", SetHead.as_view(), name="head")]
urlpatterns = [path("test/desa/", include((ticked, "ticked"))), path("", include("ektp_tracker.urls"))]
