"""The API as one object: its routes, its door, its errors, its description in Chinese."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from guiju.api import routes_acts, routes_cases, routes_desk, routes_files, routes_procedures
from guiju.api.asking import Bearer, Rate
from guiju.api.problems import answer_problems
from guiju.api.routing import router

DESCRIPTION = """
其他业务系统通过本接口办理事项，与在工作台上办理完全一样：同样的程序、同样的依据、同样的记录。

- **身份**：每个系统一个令牌，`Authorization: Bearer guiju_…`。令牌对应一个系统账号，
  账号有什么岗位，就能看什么、办什么。令牌由系统管理员创建，只显示一次，可随时停用。
- **不能办的**：应答 `409`（`kind` 为 `refusal`），逐条写明规则、说明、依据、可由谁处理；
  不归本系统办的 `403`（`not_yours`）；事项已被他人办理的 `409`（`conflict`）；
  请求不合格式的 `422`（`invalid`）；不存在或者不在阅知范围内的一律 `404`。
- **版本**：办理时以 `If-Match` 或 `token` 带回读到的版本，以免覆盖他人的办理。
- **只办一次**：每个 POST 可带 `Idempotency-Key`。同一键、同一请求重发，得到原来的应答，
  不再办第二次；同一键、另一请求，应答 `422`。被拒绝的请求没有办成，同一键可以再试。
- **日期**：ISO 格式，如 `2025-03-03`；时刻须带时区，如 `2025-03-03T09:00:00+08:00`。
- **申请人信息**：依申请公开的申请人身份不在任何应答中，本接口也不提供查看；
  确需查看的，由经办人在工作台上写明理由后查看，并记入审计。
"""


class Plainly(JSONRenderer):
    """Chinese as it is written: an answer is read by people too."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="规矩接口",
    version="1",
    description=DESCRIPTION.strip(),
    docs_url=None,
    urls_namespace="api",
    renderer=Plainly(),
    auth=Bearer(),
    throttle=Rate(),
)
ROUTES = (routes_procedures, routes_cases, routes_acts, routes_desk, routes_files)
"""Importing them has put their routes on the router."""

api.add_router("", router)
answer_problems(api)
