{#
    Return a warning for each relation in which a publish would copy the name of an audit schema to prod, and add to its
    entry `audit_names`: {column: the number of rows with such a name that prod does not have}. Views are left out,
    because they are rebuilt for prod, and so are relations whose rows are not compared. Scan once the text columns that
    a publish writes, with one statement for many relations, and compare relations that contain a name with prod. The
    report gets no values. facts: from compare_all. Reads only.
#}
{% macro find_audit_names(entries, run, facts) %}
    {%- set names, asked, warnings = dbt_wap.audit_names_of(run), [], [] -%}
    {%- set sides = {"before": {}, "after": {}} -%}
    {%- for side, relations in sides.items() -%}
        {%- for relation in facts[side] -%}
            {%- do relations.update({relation["key"]: relation}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for entry, key in zip(entries, dbt_wap.relation_keys(entries))
        if entry["publish"] in ["create", "replace"]
        and entry["kind"] not in ["view", "dynamic table"]
        and entry["compared"] == "rows"
        and not (entry["unreadable"] or "").startswith("in the candidate")
    -%}
        {%- set scan = dbt_wap._text_scan(entry, sides["before"].get(key), sides["after"][key], facts) -%}
        {%- if scan["texts"] -%} {%- do asked.append(scan) -%} {%- endif -%}
    {%- endfor -%}
    {%- for some in asked | batch(100) -%}
        {%- for row in dbt_wap.rows_of(dbt_wap._holding_names_sql(some, names)) if row["n"] | int -%}
            {%- do warnings.extend(dbt_wap._count_names(some[row["i"] | int], names, facts)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(warnings) -%}
{% endmacro %}

{# Return what to scan for an entry: {entry, before, after: relations, found: compare_columns, texts: columns}. Pure. #}
{% macro _text_scan(entry, before, after, facts) %}
    {%- set before, holding = none if entry["unreadable"] else before, facts["holding_text"] -%}
    {%- set own, twins, texts = dbt_wap.columns_in(facts, after, "after"), {}, [] -%}
    {%- for type in own | map(attribute="type") if type not in holding -%}
        {%- do holding.update({type: dbt_wap.can_hold_text(type)}) -%}
    {%- endfor -%}
    {%- set old = dbt_wap.columns_in(facts, before, "before") if before else own -%}
    {%- set found = dbt_wap.compare_columns(old, own, facts["types"]) -%}
    {%- for column in found["common"] if before -%}
        {%- do twins.update({column["name"]: column}) -%}
    {%- endfor -%}
    {%- for column in own if holding[column["type"]] -%}
        {%- set fresh = {"before": none, "how": dbt_wap.common_form(column["type"], column["type"])} -%}
        {%- set twin = twins.get(column["name"], fresh) -%}
        {%- set how = twin["how"] -%}
        {%- set text = {
            "id": "t" ~ loop.index0,
            "name": column["name"],
            "before": twin["before"],
            "how": {"before": dbt_wap.text_of(how["before"]), "after": dbt_wap.text_of(how["after"])},
        } -%}
        {%- set sides = {"before": dbt_wap.value_of(text, "before"), "after": dbt_wap.value_of(text, "after")} -%}
        {%- do texts.append(dict(text, sql=dict(sides, form=text["id"]))) -%}
    {%- endfor -%}
    {%- do return({"entry": entry, "before": before, "after": after, "found": found, "texts": texts}) -%}
{% endmacro %}

{# Return SQL for the number of rows of each relation that contain a name: (i, n). Pure. #}
{% macro _holding_names_sql(scans, names) %}
    {%- for scan in scans %}
        {{ "union all " if not loop.first }}
        select {{ loop.index0 }} as i, count(*) as n
        from {{ dbt_wap.sql_name(scan["after"]) }}
        where
            {% for column in scan["texts"] -%}
                {{ "or " if not loop.first }}{{ dbt_wap.contains_name(column["sql"]["after"], names) }}
            {% endfor %}
    {%- endfor %}
{% endmacro %}

{# Return the warning for a relation, or [] if prod already has all rows with a name. Reads only. #}
{% macro _count_names(scan, names, facts) %}
    {%- set before, after, entry = scan["before"], scan["after"], scan["entry"] -%}
    {%- set node = facts["nodes"].get(after["key"]) -%}
    {%- set plan = dbt_wap.get_comparison(before or after, after, node, scan["found"], facts) -%}
    {%- set plan = dict(plan, where="", columns=plan["columns"] + scan["texts"]) -%}
    {%- set row = dbt_wap.rows_of(dbt_wap._fresh_names_sql(plan, scan["texts"], names, before)) | first -%}
    {%- set counts, parts = {}, [] -%}
    {%- for column in scan["texts"] if (row[column["id"]] or 0) | int -%}
        {%- set rows = row[column["id"]] | int -%}
        {%- do counts.update({column["name"]: rows}) -%}
        {%- do parts.append(column["name"] ~ " in " ~ dbt_wap.counted(rows, "row")) -%}
    {%- endfor -%}
    {%- if not counts -%} {%- do return([]) -%} {%- endif -%}
    {%- do entry.update({"audit_names": counts}) -%}
    {%- set name = entry["schema"] ~ "." ~ entry["name"] -%}
    {%- do return([name ~ " would copy the name of an audit schema to prod, in values of " ~ parts | join(", ")]) -%}
{% endmacro %}

{# Return SQL that counts, by column, rows with a name that prod does not have, or not as often. Pure. #}
{% macro _fresh_names_sql(plan, texts, names, before) %}
    {%- set groups = (["h1", "h2"] + texts | map(attribute="id") | list) | join(", ") %}
    select
        {% for column in texts -%}
            sum(
                case when {{ dbt_wap.contains_name(column["id"], names) }} then n else 0 end
            ) as {{ column["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from
        (
            select {{ groups }}, sum(side) as n
            from
                (
                    select *, {{ dbt_wap.row_hash_pair(plan) }}
                    from
                        (
                            {% if before -%}{{ dbt_wap.both_sides_sql(plan) }}
                            {%- else -%}select *, 1 as side from ({{ dbt_wap.side_sql(plan, "after") }}) as a
                            {%- endif %}
                        ) as sides
                    where
                        {% for column in texts -%}
                            {{ "or " if not loop.first }}{{ dbt_wap.contains_name(column["id"], names) }}
                        {% endfor %}
                ) as hashed
            group by {{ groups }}
            having sum(side) > 0
        ) as fresh
{% endmacro %}
