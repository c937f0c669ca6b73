{#
    Return where the rows that differ are: the strongest segments, at most two, as in report.json. A segment is a value,
    or a month, of one column that more than half of the changed, added or removed rows have, at least 20 of them, and
    at least twice as large a share of these rows as of all rows. Its strength is the difference of both shares. Changed
    and removed rows count with their values in prod, added rows with those of the candidate; all rows are those of prod
    and the added ones. Of two kinds of rows, return the strongest segment of each; of one, the strongest two of
    different columns. Return none if no values may be shown or there is no profile, [] if no segment is that clear.
    plan, rows, profile: as in segments_question; answer: the rows of that question, or none if there was none. Pure.
#}
{% macro read_segments(plan, rows, profile, answer) %}
    {%- if not plan["samples"] or not profile -%} {%- do return(none) -%} {%- endif -%}
    {%- set facets = dbt_wap._facets_of(plan, profile) if answer else [] -%}
    {%- set rows_of, segments, chosen = rows["before"] + rows["added"], [], [] -%}
    {%- for row in (answer or []) | sort(attribute="i") | sort(attribute="kind") -%}
        {%- set facet, of = facets[row["i"] | int], rows[row["kind"]] -%}
        {%- set here, everywhere = row["n"] | int, row["n_of_all"] | int -%}
        {%- if here * rows_of >= 2 * everywhere * of -%}
            {%- set segment = {"kind": row["kind"], "column": facet["column"]["name"], "month": facet["month"]} -%}
            {%- do segment.update({"value": dbt_wap.parse_truncated(row["v"])}) -%}
            {%- do segment.update({"differing": here, "differing_of": of}) -%}
            {%- do segment.update({"rows": everywhere, "rows_of": rows_of}) -%}
            {%- set weakness = (everywhere * of - here * rows_of) / (of * rows_of) -%}
            {%- do segments.append(dict(segment, weakness=weakness, segment=segment)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set ranked = segments | sort(attribute="weakness") -%}
    {%- for first in ranked[:1] -%}
        {%- set others = ranked | rejectattr("kind", "equalto", first["kind"]) | list -%}
        {%- set like = ranked | selectattr("kind", "equalto", first["kind"]) | list -%}
        {%- set like = like | rejectattr("column", "equalto", first["column"]) | list -%}
        {%- do chosen.extend([first] + (others + like)[:1]) -%}
    {%- endfor -%}
    {%- do return(chosen | map(attribute="segment") | list) -%}
{% endmacro %}

{#
    Return what rows are grouped by: [{id: f0, f1, .., column, month: whether by month}] of up to 40 columns that may be
    shown, do not hold floats or nested values, and have at most 1000 values in the profile; times also by month. Pure.
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
        {%- if forms and kind == dbt_wap.type_kind(column["types"]["before"]) -%}
            {%- do suitable.append({"column": column, "forms": forms}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for each in suitable[:40] -%}
        {%- for month in each["forms"] -%}
            {%- do facets.append({"id": "f" ~ facets | length, "column": each["column"], "month": month}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(facets) -%}
{% endmacro %}
