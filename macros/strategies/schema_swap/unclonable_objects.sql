{#
    A clone leaves external, hybrid and event tables and internal stages behind; clones of tasks, alerts, pipes and
    streams stand still or have lost their place, while the running ones would move to the archive; a swap suspends
    materialized views; a stream elsewhere goes on following the table that is now in the archive.
    Atomic: yes, a SHOW for each kind.
#}
{% macro snowflake__schema_swap__unclonable_objects(pairs) %}
    {%- set prods = dbt_wap.place_keys(pairs, "prod") -%}
    {%- set found = dbt_wap._snowflake_objects_in(pairs, prods) -%}
    {%- do found.extend(dbt_wap._snowflake_streams_on(prods)) -%}
    {%- do found.extend(dbt_wap._snowflake_materialized_on(prods)) -%}
    {%- do return(found) -%}
{% endmacro %}

{# What is in the schemas of prod and cannot be cloned or moved; an external stage can. #}
{% macro _snowflake_objects_in(pairs, prods) %}
    {%- set kinds = ["stream", "task", "alert", "pipe", "stage", "external table", "hybrid table", "event table"] -%}
    {%- set kinds, found = kinds + ["materialized view"], [] -%}
    {%- for object in dbt_wap._snowflake_objects(dbt_wap.databases_of(pairs), kinds) -%}
        {%- set type = (object["row"].get("type") or "") | upper | trim -%}
        {%- set name = object["schema"] ~ "." ~ object["name"] -%}
        {%- set inside = dbt_wap.schema_key(object["database"], object["schema"]) in prods -%}
        {%- if inside and not (object["kind"] == "stage" and type == "EXTERNAL") -%}
            {%- do found.append("the " ~ object["kind"] ~ " " ~ name ~ " cannot move with its schema") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The streams of other schemas that follow a table of prod. #}
{% macro _snowflake_streams_on(prods) %}
    {%- set found = [] -%}
    {%- for row in dbt_wap.rows_of("show streams in account") -%}
        {%- set parts = modules.re.findall('"(?:[^"]|"")*"|[^.]+', row["table_name"] or "") -%}
        {%- set source = none -%}
        {%- if parts | length == 3 -%}
            {%- set database = dbt_wap.stored_as_typed(parts[0]) -%}
            {%- set source = dbt_wap.schema_key(database, dbt_wap.stored_as_typed(parts[1])) -%}
        {%- endif -%}
        {%- if source in prods and dbt_wap.schema_key(row["database_name"], row["schema_name"]) not in prods -%}
            {%- do found.append(
                "the stream " ~ row["schema_name"] ~ "." ~ row["name"] ~ " follows " ~ row["table_name"]
                ~ " and would go on following the archive"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The materialized views of other schemas that are made of a table of prod. #}
{% macro _snowflake_materialized_on(prods) %}
    {%- set found = [] -%}
    {%- for row in dbt_wap.rows_of("show materialized views in account") -%}
        {%- set source = dbt_wap.schema_key(row["source_database_name"], row["source_schema_name"]) -%}
        {%- if source in prods and dbt_wap.schema_key(row["database_name"], row["schema_name"]) not in prods -%}
            {%- do found.append(
                "the materialized view " ~ row["schema_name"] ~ "." ~ row["name"] ~ " is made of "
                ~ row["source_schema_name"] ~ "." ~ row["source_table_name"] ~ " and would be suspended"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
