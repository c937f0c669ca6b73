{#
    Return the sample rows in an answer: {added: [{column: value}], removed: [..], changed: [{key: {..}, before: {..},
    after: {..}, columns: [those that differ]}]}. A value is a string or from parse_truncated. Masked columns are not
    among `shown` and were not read. plan: from get_comparison; answer: rows with the fields before_c0, after_c0,
    differs_c0, .., or one row with these as lists. Pure.
#}
{% macro read_samples(plan, shown, answer) %}
    {%- set sample, values, filled = {"added": [], "removed": [], "changed": []}, [], [] -%}
    {%- set names, keys = shown | map(attribute="name") | list, (plan["keys"] or []) | map(attribute="name") | list -%}
    {%- set rows = answer[0]["listed"] if answer and "listed" in answer[0] else dbt_wap._listed(shown, answer) -%}
    {%- for row in rows -%}
        {%- set kind, sides = row["kind"], {"before": {}, "after": {}} -%}
        {%- for side in {"added": ["after"], "removed": ["before"], "changed": ["before", "after"]}[kind] -%}
            {%- do values.extend(row[side]) -%} {%- do filled.append(sides[side]) -%}
        {%- endfor -%}
        {%- if kind == "changed" -%}
            {%- set columns = [] -%}
            {%- for name, differs in zip(names, row["differs"]) if differs | int -%}
                {%- do columns.append(name) -%}
            {%- endfor -%}
            {%- do sample["changed"].append(dict(sides, key={}, columns=columns)) -%}
        {%- else -%} {%- do sample[kind].append(sides["after" if kind == "added" else "before"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for part in dbt_wap.parse_truncated(values) | batch(names | length) -%}
        {%- do filled[loop.index0].update(dict(zip(names, part))) -%}
    {%- endfor -%}
    {%- for row in sample["changed"] -%}
        {%- for name in names if name in keys -%}
            {%- do row["key"].update({name: row["before"][name]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(sample) -%}
{% endmacro %}

{# Return the rows of a sample with the fields of a side as one list, in the order of the columns shown. #}
{% macro _listed(shown, answer) %}
    {%- set rows, fields = answer | selectattr("kind") | list, {"before": [], "after": [], "differs": []} -%}
    {%- for id in shown | map(attribute="id") -%}
        {%- for what, columns in fields.items() -%}
            {%- do columns.append(rows | map(attribute=what ~ "_" ~ id, default=none) | list) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set listed, sides = [], [zip(*fields["before"]), zip(*fields["after"]), zip(*fields["differs"])] -%}
    {%- for row, before, after, differs in zip(rows, *sides) -%}
        {%- do listed.append({"kind": row["kind"], "before": before, "after": after, "differs": differs}) -%}
    {%- endfor -%}
    {%- do return(listed) -%}
{% endmacro %}
