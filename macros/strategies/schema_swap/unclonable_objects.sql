{#
    A clone does not include external, hybrid and event tables or internal stages. Cloned tasks, alerts, pipes and
    streams are suspended or lose their position, while the running ones would move to the archive. A swap suspends
    materialized views. A stream in another schema keeps tracking the table that is now in the archive. Atomic: yes, one
    SHOW per kind.
#}
{% macro snowflake__schema_swap__unclonable_objects(pairs) %}
    {%- set prods = dbt_wap.place_keys(pairs, "prod") -%}
    {%- set found = dbt_wap._snowflake_objects_in(pairs, prods) -%}
    {%- set everywhere = dbt_wap.read_together(
        {"streams": "show streams in account", "materialized views": "show materialized views in account"}
    ) -%}
    {%- for what, rows in everywhere.items() if rows | length >= 10000 -%}
        {%- do found.append("the account has 10,000 " ~ what ~ " or more, and SHOW does not list all of them") -%}
    {%- endfor -%}
    {%- do found.extend(dbt_wap._snowflake_streams_on(prods, everywhere["streams"])) -%}
    {%- do found.extend(dbt_wap._snowflake_materialized_on(prods, everywhere["materialized views"])) -%}
    {%- do return(found) -%}
{% endmacro %}

{# List what is in the prod schemas and cannot be cloned or moved. An external stage can. Reads only. #}
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

{# List the streams in other schemas that track a table of prod. Pure. #}
{% macro _snowflake_streams_on(prods, streams) %}
    {%- set found = [] -%}
    {%- for row in streams -%}
        {%- set parts = modules.re.findall('"(?:[^"]|"")*"|[^.]+', row["table_name"] or "") -%}
        {%- set source = none -%}
        {%- if parts | length == 3 -%}
            {%- set database = dbt_wap.stored_as_typed(parts[0]) -%}
            {%- set source = dbt_wap.schema_key(database, dbt_wap.stored_as_typed(parts[1])) -%}
        {%- endif -%}
        {%- if source in prods and dbt_wap.schema_key(row["database_name"], row["schema_name"]) not in prods -%}
            {%- do found.append(
                "the stream " ~ row["schema_name"] ~ "." ~ row["name"] ~ " tracks " ~ row["table_name"]
                ~ " and would keep tracking it in the archive"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# List the materialized views in other schemas that are built on a table of prod. Pure. #}
{% macro _snowflake_materialized_on(prods, views) %}
    {%- set found = [] -%}
    {%- for row in views -%}
        {%- set source = dbt_wap.schema_key(row["source_database_name"], row["source_schema_name"]) -%}
        {%- if source in prods and dbt_wap.schema_key(row["database_name"], row["schema_name"]) not in prods -%}
            {%- do found.append(
                "the materialized view " ~ row["schema_name"] ~ "." ~ row["name"] ~ " is built on "
                ~ row["source_schema_name"] ~ "." ~ row["source_table_name"] ~ " and would be suspended"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
