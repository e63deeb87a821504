"""The style sheet of the static sheet: plain colours and generic families, so that every reader of SVG agrees."""

from __future__ import annotations

from cxmap import Look

SANS = "Helvetica,Arial,'Liberation Sans','Noto Sans','Noto Sans CJK SC','Noto Sans Arabic',sans-serif"
SERIF = "Palatino,Georgia,'Liberation Serif','Noto Serif','Noto Serif CJK SC','Noto Naskh Arabic',serif"


def poster_style(look: Look, *, printed: bool = False) -> str:
    """The rules, in the colours of the theme; a dark theme makes a dark sheet, paper stays white."""
    p = {**look.light, "paper": "#ffffff"} if printed else look.dark if look.starts_dark else look.light
    rules = [
        f"text{{font-family:{SANS};fill:{p['ink']}}}",
        f".ground,.paper{{fill:{p['paper']}}}.band,.any,.any-paper{{fill:{p['band']}}}",
        f".veil{{fill:{p['paper']};fill-opacity:.8}}",
        ".t12{font-size:12px}.t11{font-size:11px}.t11s{font-size:11.8px}",
        f".serif12,.serif13,.serif15,.serif16,.title,.stage,.label,.big,.value,.quote,.turned,.verdict{{font-family:{SERIF}}}",
        ".serif12{font-size:12.5px}.serif13,.quote{font-size:13px}.serif15{font-size:15px}.serif16{font-size:16px}",
        f".title{{font-size:37px;font-weight:700;fill:{p['brand']}}}"
        ".stage{font-size:17px}.label{font-size:13.4px;font-weight:700}",
        ".big{font-size:17px;font-weight:700}.value{font-size:16px;font-weight:700}.verdict{font-size:28px;font-weight:700}",
        ".turned{font-size:13px;font-weight:700}.bold,.hole{font-weight:700}.italic,.quote{font-style:italic}",
        f".soft{{fill:{p['soft']}}}.us{{fill:{p['us']}}}.them{{fill:{p['them']}}}.hole,.warning{{fill:{p['warn']}}}",
        f".err,.error{{fill:{p['err']}}}.ok{{fill:{p['ok']}}}.info{{fill:{p['info']}}}.waived,.unknown{{fill:{p['soft']}}}",
        f".ink,.bar{{fill:{p['ink']}}}.bar.err{{fill:{p['err']}}}.bar.ok{{fill:{p['ok']}}}",
        f".icon{{fill:none;stroke:{p['ink']};stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}}",
        f".hair{{stroke:{p['hair']};fill:none}}.hair2{{stroke:{p['hair']};stroke-width:2;fill:none}}.faint{{stroke:{p['faint']}}}",
        f".rule{{stroke:{p['rule']};fill:none}}.page{{stroke:{p['rule']};stroke-width:2.4}}.stagerule,.zero{{stroke:{p['soft']}}}",
        f".dotted{{stroke:{p['hair']};stroke-dasharray:1 2.5}}.tick{{stroke:{p['soft']};stroke-width:1.5}}",
        f".aim{{stroke:{p['ink']};stroke-width:2}}.todo{{stroke:{p['ink']};stroke-width:1.5;stroke-dasharray:2 3}}",
        f".civ{{stroke:{p['flowedge']};stroke-width:6;stroke-opacity:.75}}.civfill{{fill:{p['flowedge']}}}",
        f".nowring{{fill:{p['paper']};stroke:{p['ink']};stroke-width:1.4;stroke-dasharray:2 1.2}}.spark{{fill:none;stroke:{p['ink']};stroke-width:1.2}}",
        f".flow,.fl-flow{{fill:{p['flow']};stroke:{p['flowedge']};stroke-width:.7}}.gone,.fl-gone{{fill:{p['gone']}}}",
        f".fl-assumed{{fill:{p['flow']};fill-opacity:.55;stroke:{p['flowedge']};stroke-width:1.2;stroke-dasharray:2 3}}",
        f".fl-unknown{{fill:none;stroke:{p['soft']};stroke-dasharray:3 3}}.fl-thread{{fill:none;stroke:{p['soft']};stroke-dasharray:1 4;stroke-width:1.4}}",
        f".fl-back{{fill:none;stroke:{p['flowedge']};stroke-width:1.3}}.station{{stroke:{p['ink']};stroke-width:1.2}}",
        f".hatch{{fill:url(#hatching)}}.hatchline{{stroke:{_solid(p['hatch'])};stroke-width:2;stroke-opacity:.16}}.dashed{{fill:none;stroke:{p['soft']};stroke-dasharray:3 2}}",
        f".gap,.gap-faint,.ci{{fill:{p['them']};fill-opacity:.15}}.gap-faint{{fill-opacity:.07}}",
        f".line-us,.line-them,.line-us-d,.line-them-d{{fill:none;stroke-width:2.4}}.line-us,.line-us-d{{stroke:{p['us']}}}.line-them,.line-them-d{{stroke:{p['them']}}}",
        ".line-us-d,.line-them-d{stroke-width:1.4;stroke-dasharray:2 4}",
        f".us-fill{{fill:{p['us']}}}.them-fill{{fill:{p['them']}}}.aimring{{fill:none;stroke:{p['soft']};stroke-width:1.5}}",
        f".arrow,.arrow-lost{{fill:none;stroke:{p['ink']};stroke-width:1.6}}.arrow-lost{{stroke:{p['warn']}}}",
        f".thread{{stroke:{p['ink']}}}.thread-ok{{stroke:{p['ok']};stroke-dasharray:3 2}}",
        f".given,.given-warning,.given-error{{fill:{p['paper']};stroke:{p['ink']};stroke-width:1.7}}.used{{fill:{p['ink']};stroke:{p['ink']};stroke-width:1.7}}",
        f".given-warning{{fill:{p['warnfill']};stroke:{p['warn']}}}.used-warning{{fill:{p['warn']}}}.used-error{{fill:{p['err']}}}.given-error,.errring{{stroke:{p['err']}}}.errring{{fill:{p['paper']};stroke-width:1.6}}",
        f".pill-told,.pill-asks{{fill:{p['okbg']}}}.pill-needs{{fill:{p['ok']}}}.pill-ends{{fill:{p['paper']};stroke:{p['ok']}}}",
        f".pilltext-told,.pilltext-asks,.pilltext-ends{{fill:{p['ok']}}}.pilltext-needs{{fill:{p['paper']}}}",
        f".sv-error{{fill:{p['err']}}}.sv-warning{{fill:{p['warnfill']};stroke:{p['warn']};stroke-width:.8}}.sv-info{{fill:none;stroke:{p['info']};stroke-width:1.6}}",
        f".sv-waived{{fill:none;stroke:{p['soft']};stroke-width:1.4;stroke-dasharray:2 1.3}}.sv-unknown{{fill:{p['band']};stroke:{p['soft']};stroke-dasharray:1.5 1.5}}",
        f".verdict-fail{{fill:{p['err']}}}.verdict-error{{fill:none;stroke:{p['err']};stroke-width:2}}.verdict-pass{{fill:none;stroke:{p['ok']};stroke-width:1.6}}",
        f".verdict-incomplete,.verdict-none{{fill:none;stroke:{p['ink']};stroke-width:1.4}}",
    ]
    for number in range(look.tints):
        rules.append(f".tint{number}{{fill:{p[f'o{number}']}}}.owner{number}{{fill:{p[f'p{number}']}}}")
    return "".join(rules)


def _solid(colour: str) -> str:
    return colour[:7]
