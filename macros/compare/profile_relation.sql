{#
    Return the profile of a relation on both sides, as in report.json: {rows: {before, after}: the number of profiled
    rows, columns: [{name, type, bins: [smallest, largest] of the histogram, before, after: {nulls, distinct, min, max,
    mean, top: [{value, rows}], histogram: [twenty counts]}}]}; what does not apply is none. If a table has more rows
    than wap_profile_rows, profile a random sample of about that size. Does not read values of masked columns. before,
    after: relations, or none; columns: from profiled_columns; counts: {before, after}: rows; where: the clause of a
    filter; keys: the columns of the key, as in get_comparison. Keeps the profiled rows in this session.
#}
{% macro profile_relation(before, after, columns, counts, where="", keys=none) %}
    {%- set limit = dbt_wap.get_var("wap_profile_rows") | int -%}
    {%- if not limit or not columns -%} {%- do return(none) -%} {%- endif -%}
    {%- set profile = {"rows": {"before": none, "after": none}, "columns": []} -%}
    {%- for column in columns -%}
        {%- set names = {"name": column["name"], "type": column["type"]} -%}
        {%- do profile["columns"].append(dict(names, bins=none, before=none, after=none)) -%}
    {%- endfor -%}
    {%- set tables, ends = {}, {} -%}
    {%- for side, relation in [("before", before), ("after", after)] if relation -%}
        {%- set table = dbt_wap.scratch_table("profile_" ~ side, dbt_wap.state_place()) -%}
        {%- set percent = 100 if counts[side] <= limit else [100.0 * limit / counts[side], 0.000001] | max -%}
        {%- do dbt_wap.keep_rows(
            table, dbt_wap._rows_to_profile_sql(relation, side, columns, percent, where, keys or [])
        ) -%}
        {%- do tables.update({side: table}) -%}
        {%- do ends.update({side: dbt_wap.profile_side(profile, table, side, columns)}) -%}
    {%- endfor -%}
    {%- do dbt_wap.add_histograms(profile, columns, tables, ends) -%}
    {%- do return(profile) -%}
{% endmacro %}

{# Return SQL for about `percent` of the rows; with a key, for the same rows on both sides. Pure. #}
{% macro _rows_to_profile_sql(relation, side, columns, percent, where, keys) %}
    {%- set by_key = keys and percent < 100 and not (keys | rejectattr("same_type") | list) -%}
    {%- set values = [] -%}
    {%- for column in keys if by_key -%}
        {%- do values.append(dbt_wap.form_of(column, dbt_wap.value_of(column, side))) -%}
    {%- endfor %}
    select
        {% for column in columns if column[side] %}
            {{ dbt_wap.identifier(column[side]) }} as {{ column["id"] }}{{ "," if not loop.last }}
        {% else %} 1 as nothing
        {% endfor %}
    from
        {{ dbt_wap.sql_name(relation) }} {{ dbt_wap.sample_clause(percent) if not by_key }}
        {{ where }}
        {% if by_key %}
            {{ "and" if where else "where" }}
            mod(abs({{ dbt_wap.row_hash(values) }}), 1000000) < {{ (percent * 10000) | round | int }}
        {% endif %}
{% endmacro %}
