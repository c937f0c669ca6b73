{#
    Return how to compare two relations: {before, after: their names in SQL, where: the clause of the filter, outside:
    the clause for rows outside it, columns: [compared columns from compare_columns, with `tolerance`, `hashed`: whether
    the row hash has them, and `sql`: what queries say of them], keys: [columns of the key] or none, key_problem,
    key_origin, ignored, masked: [names], mask: [folded names, or *], tolerance: {name: number}, filter, samples, kept:
    the name for kept_rows_sql in a query}. `found`: from compare_columns; facts: from gather_facts. Refuse options for
    columns that neither side has, because a mask with a misspelt name would hide nothing, and a tolerance for columns
    that are not numeric. Pure: reads the graph.
#}
{% macro get_comparison(before, after, node, found, facts) %}
    {%- set own = facts["own"].get(node.unique_id, {}) if node else {} -%}
    {%- set options = dbt_wap.comparison_options(node, own, facts["vars"]) -%}
    {%- set folded = found["common"] | map(attribute="folded") | list -%}
    {%- if options["ignore"] or options["mask"] or options["tolerance"] -%}
        {%- do dbt_wap._check_columns(node, options, found, folded) -%}
    {%- endif -%}
    {%- set tests = facts["tests"].get(node.unique_id, []) if node else [] -%}
    {%- set key = dbt_wap.get_key_columns(node, tests, own) if node else none -%}
    {%- set condition = options["filter"] -%}
    {%- set plan = {
        "before": before["sql"],
        "after": after["sql"],
        "where": "where (" ~ condition ~ ")" if condition else "",
        "outside": "where case when (" ~ condition ~ ") then false else true end" if condition else "",
        "filter": condition,
        "columns": [],
        "keys": none,
        "key_origin": key["origin"] if key else none,
        "key_problem": none,
        "ignored": [],
        "mask": dbt_wap.folded_names(options["mask"]) if options["mask"] else [],
        "masked": [],
        "tolerance": {},
        "samples": options["samples"],
        "kept": "kept",
    } -%}
    {%- do dbt_wap._add_columns(plan, options, found["common"]) -%}
    {%- if key -%} {%- do dbt_wap._add_keys(plan, key["columns"]) -%} {%- endif -%}
    {%- do return(plan) -%}
{% endmacro %}

{% macro _add_columns(plan, options, columns) %}
    {%- set ignored = dbt_wap.folded_names(options["ignore"]) if options["ignore"] else [] -%}
    {%- set masked, tolerance = plan["mask"], {} -%}
    {%- for name, limit in options["tolerance"].items() -%}
        {%- for form in dbt_wap.folded_names([name]) -%}
            {%- do tolerance.update({form: limit}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column in columns -%}
        {%- set name = column["folded"] -%}
        {%- if "*" in masked or name in masked -%}
            {%- do plan["masked"].append(column["name"]) -%}
        {%- endif -%}
        {%- if name in ignored -%} {%- do plan["ignored"].append(column["name"]) -%}
        {%- else -%}
            {%- set limit = tolerance.get(name, tolerance.get("*") if column["kind"] == "float" else none) -%}
            {%- if limit is not none -%} {%- do plan["tolerance"].update({column["name"]: limit}) -%}
            {%- endif -%}
            {%- set column = dict(column, tolerance=limit, hashed=limit is none) -%}
            {%- do plan["columns"].append(dict(column, sql=dbt_wap._column_sql(column))) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#
    Return what queries say of a column: {before, after: its value, in the common type, before_form, after_form: in
    compared form, before_text, after_text: for people, form: of a value under its id, differs: between b and a}. Pure.
#}
{% macro _column_sql(column) %}
    {%- set form, found, id = column["form"], {"form": column["form"].replace("{}", column["id"])}, column["id"] -%}
    {%- for side, name in [("before", column["before"]), ("after", column["name"])] -%}
        {%- set quoted = adapter.quote(name | string | replace('"', '""')) -%}
        {%- set value = column["how"][side].replace("{}", quoted) -%}
        {%- do found.update({side: value, side ~ "_form": form.replace("{}", value)}) -%}
        {%- do found.update({side ~ "_text": column["texts"][side].replace("{}", quoted)}) -%}
    {%- endfor -%}
    {%- set b, a, types, limit = "b." ~ id, "a." ~ id, column["types"], column["tolerance"] -%}
    {%- set differs -%}
        {{ form.replace("{}", b) }} is distinct from {{ form.replace("{}", a) }}
        {%- if limit is not none %}
            {%- set number = dbt_wap.plain_number(limit) %}
            and not coalesce({{ dbt_wap.within_tolerance(b, a, types["before"], types["after"], number) }}, false)
        {%- endif -%}
    {%- endset -%}
    {%- do return(dict(found, differs=differs)) -%}
{% endmacro %}

{% macro _add_keys(plan, names) %}
    {%- set keys = [] -%}
    {%- for wanted in names -%}
        {%- set forms = dbt_wap.folded_names([wanted]) -%}
        {%- for column in plan["columns"] if column["folded"] in forms -%}
            {%- do keys.append(column) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if keys | length == names | length -%} {%- do plan.update({"keys": keys}) -%}
    {%- else -%} {%- do plan.update({"key_problem": "not a column on both sides"}) -%}
    {%- endif -%}
{% endmacro %}

{% macro _check_columns(node, options, found, folded) %}
    {%- set unknown, numberless = [], [] -%}
    {%- set known = folded + dbt_wap.fold_names(found["one_sided"] | map(attribute="name") | list) -%}
    {%- for name in options["ignore"] + options["mask"] + options["tolerance"].keys() | list if name != "*" -%}
        {%- if not dbt_wap.folded_names([name]) | select("in", known) | list and name not in unknown -%}
            {%- do unknown.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in options["tolerance"] if name != "*" -%}
        {%- set forms = dbt_wap.folded_names([name]) -%}
        {%- for column in found["common"] -%}
            {%- if folded[loop.index0] in forms and column["kind"] not in ["number", "float"] -%}
                {%- do numberless.append(name ~ " (" ~ column["type"] ~ ")") -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if numberless or unknown -%}
        {%- do dbt_wap.refuse(
            "audit",
            node.unique_id ~ dbt_wap._columns_fault(numberless, unknown),
            next="wap run, after you fix these options",
        ) -%}
    {%- endif -%}
{% endmacro %}

{% macro _columns_fault(numberless, unknown) %}
    {%- if numberless -%}
        {%- set what = " has a tolerance (meta.dbt_wap) for columns that are not numeric: " -%}
        {%- do return(what ~ numberless | join(", ")) -%}
    {%- endif -%}
    {%- do return(
        " has no column " ~ unknown | join(", ")
        ~ ", which is in its options (meta.dbt_wap: ignore, mask, tolerance, or the tags of its columns)"
    ) -%}
{% endmacro %}
