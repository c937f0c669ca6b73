{#
    Return what to ask about the segments of a relation, {facets: what rows are grouped by, kinds: of at least 20 rows},
    or none if there is nothing to ask. plan: from get_comparison, after the comparison; rows: of the entry; profile:
    from read_profile, which says which columns have few values. Pure.
#}
{% macro segments_asked(plan, rows, profile) %}
    {%- set kinds = [] -%}
    {%- for kind in ["added", "changed", "removed"] if (rows[kind] or 0) >= 20 -%}
        {%- do kinds.append(kind) -%}
    {%- endfor -%}
    {%- if not plan["samples"] or not profile or not kinds -%} {%- do return(none) -%} {%- endif -%}
    {%- set facets = dbt_wap._facets_of(plan, profile) -%}
    {%- do return({"facets": facets, "kinds": kinds} if facets else none) -%}
{% endmacro %}

{#
    Return what rows are grouped by: [{id: f0, f1, .., column, month: whether by month, and from _facet_sql}] of up to
    40 columns that may be shown, do not hold floats or nested values, and have at most 1000 values in the profile;
    times also by month. Pure.
#}
{% macro _facets_of(plan, profile) %}
    {%- set values, suitable, facets = {}, [], [] -%}
    {%- for column in profile["columns"] -%}
        {%- for side in ["before", "after"] if column[side] -%}
            {%- do values.update({column["name"]: [values.get(column["name"], 0), column[side]["distinct"]] | max}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column in dbt_wap.shown_columns(plan) if column["name"] in values -%}
        {%- set kind, few = column["kind"], values[column["name"]] <= 1000 -%}
        {%- set forms = [false] if few and kind in ["text", "number", "boolean", "time"] else [] -%}
        {%- set forms = forms + ([true] if kind == "time" else []) -%}
        {%- if forms and column["same_kind"] -%}
            {%- do suitable.append({"column": column, "forms": forms}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for each in suitable[:40] -%}
        {%- for month in each["forms"] -%}
            {%- set facet = dict(dbt_wap._facet_sql(each["column"], month), column=each["column"], month=month) -%}
            {%- do facets.append(dict(facet, id="f" ~ facets | length)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(facets) -%}
{% endmacro %}

{#
    Return SQL for the values by which rows are grouped: {before, after: in a form in which equal values group together,
    text: with {} for that form, as people read it}. Pure.
#}
{% macro _facet_sql(column, month) %}
    {%- set own, as_text = column["sql"], column["texts"]["common"] -%}
    {%- if month -%}
        {%- set before, after = dbt_wap.identifier(column["before"]), dbt_wap.identifier(column["name"]) -%}
        {%- do return({"before": dbt_wap.month_of(before), "after": dbt_wap.month_of(after), "text": "{}"}) -%}
    {%- elif column["kind"] == "boolean" -%}
        {%- set before, after = dbt_wap.text_of(own["before_form"]), dbt_wap.text_of(own["after_form"]) -%}
        {%- do return({"before": before, "after": after, "text": "{}"}) -%}
    {%- endif -%}
    {%- do return({"before": own["before_form"], "after": own["after_form"], "text": as_text}) -%}
{% endmacro %}
