{#
    Return the sample rows in an answer: {added: [{column: value}], removed: [..], changed: [{key: {..}, before: {..},
    after: {..}, columns: [those that differ]}]}. A value is a string or from parse_truncated. Masked columns are not
    among `shown` and were not read. plan: from get_comparison. Pure.
#}
{% macro read_samples(plan, shown, answer) %}
    {%- set sample = {"added": [], "removed": [], "changed": []} -%}
    {%- for row in answer if row.get("kind") -%}
        {%- set sides = {"before": {}, "after": {}} -%}
        {%- for column in shown -%}
            {%- for side in ["before", "after"] if side ~ "_" ~ column["id"] in row -%}
                {%- set value = dbt_wap.parse_truncated(row[side ~ "_" ~ column["id"]]) -%}
                {%- do sides[side].update({column["name"]: value}) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if row["kind"] == "added" -%} {%- do sample["added"].append(sides["after"]) -%}
        {%- elif row["kind"] == "removed" -%} {%- do sample["removed"].append(sides["before"]) -%}
        {%- else -%}
            {%- set key, columns = {}, [] -%}
            {%- for column in shown -%}
                {%- set name = column["name"] -%}
                {%- if column in plan["keys"] -%}
                    {%- do key.update({name: sides["before"][name]}) -%}
                {%- endif -%}
                {%- if row["differs_" ~ column["id"]] | int -%} {%- do columns.append(name) -%} {%- endif -%}
            {%- endfor -%}
            {%- do sample["changed"].append(dict(sides, key=key, columns=columns)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(sample) -%}
{% endmacro %}
