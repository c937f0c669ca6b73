{#
    Return up to wap_sample_rows rows that a test found: {rows: [{column: value}], masked: [columns]}; rows: none if no
    value may be shown. A value is a string or from parse_truncated. sql: the query of the test; columns: {relation:
    [its columns]} of the candidate, in lower case. Reads only.
#}
{% macro sample_failing(unique_id, sql, columns) %}
    {%- set options = dbt_wap.failing_row_options(unique_id, columns) -%}
    {%- set limit = dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- if not options["samples"] or not limit -%}
        {%- do return({"rows": none, "masked": []}) -%}
    {%- endif -%}
    {%- set names, shown, masked, rows = get_columns_in_query(sql), [], [], [] -%}
    {%- for name in names -%}
        {%- set open = options["open"] is none or name | lower in options["open"] -%}
        {%- do (shown if open else masked).append(name) -%}
    {%- endfor -%}
    {%- if shown -%}
        {%- for row in run_query(dbt_wap._failing_sample_sql(sql, shown, limit)).rows -%}
            {%- do rows.append(dict(zip(shown, dbt_wap.parse_truncated(row.values())))) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return({"rows": rows, "masked": masked}) -%}
{% endmacro %}

{% macro _failing_sample_sql(sql, names, limit) %}
    select
        {% for name in names %}
            {%- set column = "failing." ~ dbt_wap.identifier(name) %}
            {{ dbt_wap.truncated_text(dbt_wap.text_of(column)) }} as {{ dbt_wap.identifier(name) }}
            {{- "," if not loop.last }}
        {% endfor %}
    from ({{ sql }}) as failing
    limit {{ limit }}
{% endmacro %}
