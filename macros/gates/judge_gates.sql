{#
    Return the verdict of the gates on an entry of report.json: {verdict, results: [from gate_result]}, {} if none is
    declared. A gate that cannot be judged fails. figures: from gate_figures. Pure.
#}
{% macro judge_gates(entry, figures) %}
    {%- set results = [] -%}
    {%- if not figures["gates"] -%} {%- do return({}) -%} {%- endif -%}
    {%- for name, gate in figures["gates"].items() -%}
        {%- if name == "max_null_increase" -%}
            {%- do results.extend(dbt_wap.judge_nulls(entry, figures["nulls"], figures["fault"])) -%}
        {%- elif name == "freshness" -%}
            {%- do results.extend(dbt_wap.judge_freshness(entry, gate["limits"], figures["age"], figures["fault"])) -%}
        {%- else -%}
            {%- set figure = dbt_wap.entry_figure(entry, name, gate) -%}
            {%- for at in gate["limits"] -%}
                {%- set ok = dbt_wap._is_within(gate, figure, at["limit"]) -%}
                {%- do results.append(dbt_wap.gate_result(entry, name, at, ok, figure["text"])) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set outcomes = results | map(attribute="outcome") | list -%}
    {%- set verdict = "block" if "block" in outcomes else ("warn" if "warn" in outcomes else "pass") -%}
    {%- do return({"verdict": verdict, "results": dbt_wap._strictest(results)} if results else {}) -%}
{% endmacro %}

{# Return true if the figure of a gate is within the limit. #}
{% macro _is_within(gate, figure, limit) %}
    {%- if "ok" in figure -%} {%- do return(figure["ok"]) -%}
    {%- elif gate["limit"] == "switch" -%} {%- do return(figure["value"] == 0 or limit) -%}
    {%- elif gate["limit"] == "rows" -%} {%- do return(figure["value"] >= limit) -%}
    {%- endif -%}
    {%- do return(dbt_wap.is_within_limit(figure["value"], figure["of"], limit)) -%}
{% endmacro %}

{# Return one result for each gate and column: the block that failed, else the warning that failed, else the block. #}
{% macro _strictest(results) %}
    {%- set chosen = {} -%}
    {%- for result in results -%}
        {%- set key = result["gate"] ~ " " ~ (result["column"] or "") -%}
        {%- if key not in chosen or (chosen[key]["outcome"] == "pass" and result["outcome"] != "pass") -%}
            {%- do chosen.update({key: result}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(chosen.values() | list) -%}
{% endmacro %}
