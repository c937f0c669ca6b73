{#
    A clone leaves external, hybrid and event tables and internal stages behind; clones of tasks, alerts, pipes and
    streams stand still or have lost their place, while the running ones would move to the archive; a swap suspends
    materialized views; a stream elsewhere goes on following the table that is now in the archive.
    Atomic: yes, a SHOW for each kind.
#}
{% macro snowflake__schema_swap__unclonable_objects(pairs) %}
    {%- set prods = {} -%}
    {%- for place in dbt_wap.locate(pairs, "prod") -%}
        {%- do prods.update({dbt_wap.schema_key(place["database"], place["schema"]): place}) -%}
    {%- endfor -%}
    {%- set kinds = ["stream", "task", "alert", "pipe", "stage", "external table", "hybrid table", "event table", "materialized view"] -%}
    {%- set found = [] -%}
    {%- for object in dbt_wap._snowflake_objects(dbt_wap.databases_of(pairs), kinds) -%}
        {%- set inside = dbt_wap.schema_key(object["database"], object["schema"]) in prods -%}
        {%- set external_stage = object["kind"] == "stage" and (object["row"].get("type") or "") | upper | trim == "EXTERNAL" -%}
        {%- if inside and not external_stage -%}
            {%- do found.append("the " ~ object["kind"] ~ " " ~ object["schema"] ~ "." ~ object["name"] ~ " cannot move with its schema") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for row in dbt_wap.rows_of("show streams in account") -%}
        {%- set parts = modules.re.findall('"(?:[^"]|"")*"|[^.]+', row["table_name"] or "") -%}
        {%- set source = dbt_wap.schema_key(dbt_wap.stored_as_typed(parts[0]), dbt_wap.stored_as_typed(parts[1])) if parts | length == 3 -%}
        {%- if source in prods and dbt_wap.schema_key(row["database_name"], row["schema_name"]) not in prods -%}
            {%- do found.append(
                "the stream " ~ row["schema_name"] ~ "." ~ row["name"] ~ " follows " ~ row["table_name"] ~ " and would go on following the archive"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for row in dbt_wap.rows_of("show materialized views in account") -%}
        {%- if dbt_wap.schema_key(row["source_database_name"], row["source_schema_name"]) in prods
            and dbt_wap.schema_key(row["database_name"], row["schema_name"]) not in prods -%}
            {%- do found.append(
                "the materialized view " ~ row["schema_name"] ~ "." ~ row["name"] ~ " is made of "
                ~ row["source_schema_name"] ~ "." ~ row["source_table_name"] ~ " and would be suspended"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
