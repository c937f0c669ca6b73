{#
    Return which relations share a question: [{name: of the question, items, together: whether their values may be taken
    together, which is cheaper up to most_rows_together}]. Planning costs more than reading small relations, so up to 10
    of them share one. items: [{key, rows: {before, after}, width: columns to read}]; what: what is asked; alone:
    whether each question must name its relation. Pure.
#}
{% macro share_questions(items, what, alone) %}
    {%- set batches, most, at = [], dbt_wap.most_rows_together() if items else 0, namespace(open=none, values=0) -%}
    {%- for item in items -%}
        {%- set rows = [item["rows"].get("before") or 0, item["rows"].get("after") or 0] -%}
        {%- set values = (rows | sum) * item["width"] -%}
        {%- set small = most > 0 and rows | max <= most -%}
        {%- set own = {"name": item["key"] ~ " " ~ what, "items": [item], "together": small} -%}
        {%- if not own["together"] or alone -%} {%- do batches.append(own) -%}
        {%- elif at.open is not none and at.open["items"] | length < 10 and at.values + values <= 200000 -%}
            {%- do at.open["items"].append(item) -%} {%- set at.values = at.values + values -%}
        {%- else -%} {%- do batches.append(own) -%} {%- set at.open, at.values = own, values -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for batch in batches if batch["items"] | length > 1 -%}
        {%- do batch.update({"name": what ~ " of " ~ batch["items"] | map(attribute="key") | join(", ")}) -%}
    {%- endfor -%}
    {%- do return(batches) -%}
{% endmacro %}
