"""The approval on SpiffWorkflow: BPMN in, state out as JSON in one row, as its guide shows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.db import transaction
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from bench.engines.approval import STEPS
from bench.engines.models import Stored

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def _chart() -> bytes:
    """Start, ten user tasks in a row, end."""
    names = ["start", *(f"step_{n}" for n in range(1, STEPS + 1)), "end"]
    nodes = [f'<bpmn:startEvent id="{names[0]}"/>', f'<bpmn:endEvent id="{names[-1]}"/>']
    nodes += [f'<bpmn:userTask id="{name}" name="{name}"/>' for name in names[1:-1]]
    nodes += [
        f'<bpmn:sequenceFlow id="to_{to}" sourceRef="{source}" targetRef="{to}"/>'
        for source, to in zip(names, names[1:], strict=False)
    ]
    body = "".join(nodes)
    return (
        f'<bpmn:definitions xmlns:bpmn="{BPMN}" id="d" targetNamespace="bench">'
        f'<bpmn:process id="approval" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    ).encode()


class Spiff:
    name = "SpiffWorkflow"

    def __init__(self) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(_chart())))
        self.spec = parser.get_spec("approval")
        self.serializer = BpmnWorkflowSerializer()

    def play(self, title: str) -> int:
        with transaction.atomic():
            workflow = BpmnWorkflow(self.spec)
            workflow.data["title"] = title
            workflow.do_engine_steps()
            row = Stored.objects.create(state=self.serializer.serialize_json(workflow))
        for n in range(1, STEPS + 1):
            self._step(row.pk, f"person{n}")
        return row.pk

    def _step(self, key: int, by: str) -> None:
        with transaction.atomic():
            row = Stored.objects.select_for_update().get(pk=key)
            workflow: Any = self.serializer.deserialize_json(row.state)
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data["by"] = by
            task.run()
            workflow.do_engine_steps()
            row.state = self.serializer.serialize_json(workflow)
            row.save(update_fields=["state"])

    def finished(self, key: int) -> bool:
        workflow = self.serializer.deserialize_json(Stored.objects.get(pk=key).state)
        return bool(workflow.is_completed())
