{#
    What the tables of places have besides columns and rows, as [{database, schema, relation, trait, column_name,
    text}]. trait: constraint, default, collation or option; column_name: where it is of one; text: alike for traits
    that are alike, whatever the constraint is called. Reads only.
#}
{% macro list_traits(places) %}
    {%- do return(adapter.dispatch("list_traits", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__list_traits(places) %} {%- do dbt_wap.unsupported("list_traits") -%} {% endmacro %}

{# A collation stands in the DDL alone. Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_traits(places) %}
    {%- set where = dbt_wap._duckdb_in_places(places) -%}
    {%- set collated = "[(,] ?(\"(?:[^\"]|\"\")+\"|\\w+) VARCHAR COLLATE ([\\w.]+)" -%}
    {%- set sql %}
        select database_name as database, schema_name as schema, table_name as relation, 'constraint' as trait,
            case when constraint_type = 'NOT NULL' then constraint_column_names[1] end as column_name,
            case constraint_type
                when 'NOT NULL' then 'not null ' || constraint_column_names[1]
                when 'CHECK' then 'check ' || expression
                when 'FOREIGN KEY' then 'foreign key (' || array_to_string(constraint_column_names, ', ') || ') references '
                    || referenced_table || ' (' || array_to_string(referenced_column_names, ', ') || ')'
                else lower(constraint_type) || ' (' || array_to_string(constraint_column_names, ', ') || ')'
            end as text
        from duckdb_constraints()
        where {{ where }}
        union all
        select database_name, schema_name, table_name, 'default', column_name, column_default
        from duckdb_columns()
        where column_default is not null and {{ where }}
        union all
        select database_name, schema_name, table_name, 'collation', unnest(regexp_extract_all(sql, '{{ collated }}', 1)),
            unnest(regexp_extract_all(sql, '{{ collated }}', 2))
        from duckdb_tables()
        where sql like '% COLLATE %' and {{ where }}
    {% endset -%}
    {%- do return(dbt_wap.rows_of(sql)) -%}
{% endmacro %}

{#
    The columns of a key are shown by SHOW alone, asked where there is one. Atomic: yes, three queries a database,
    and SHOW.
#}
{% macro snowflake__list_traits(places) %}
    {%- set place = "table_catalog as database, table_schema as schema, table_name as relation" -%}
    {%- set found = dbt_wap._snowflake_catalog(
        places, "columns", place ~ ", 'constraint' as trait, column_name, 'not null ' || column_name as text", "is_nullable = 'NO'"
    ) -%}
    {%- for trait, source in [("default", "column_default"), ("collation", "collation_name")] -%}
        {%- do found.extend(
            dbt_wap._snowflake_catalog(
                places, "columns", place ~ ", '" ~ trait ~ "' as trait, column_name, " ~ source ~ " as text", source ~ " is not null"
            )
        ) -%}
    {%- endfor -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "tables", place ~ ", is_transient, clustering_key", "table_type <> 'VIEW'") -%}
        {%- for text in ["transient" if row["is_transient"] == "YES", "cluster by " ~ row["clustering_key"] if row["clustering_key"]] if text -%}
            {%- do found.append(dict(row, trait="option", column_name=none, text=text)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do found.extend(dbt_wap._snowflake_keys(places)) -%}
    {%- do return(found) -%}
{% endmacro %}

{# The keys of tables, each with its columns in their order; a foreign key names its parent with the schema. #}
{% macro _snowflake_keys(places) %}
    {%- set shows = {"PRIMARY KEY": "primary keys", "UNIQUE": "unique keys", "FOREIGN KEY": "imported keys"} -%}
    {%- set keys, found = {}, [] -%}
    {%- for row in dbt_wap._snowflake_catalog(
        places, "table_constraints", "table_catalog as database, table_schema as schema, constraint_type as kind", "true group by all"
    ) if row["kind"] in shows -%}
        {%- set schema = dbt_wap.identifier(row["database"]) ~ "." ~ dbt_wap.identifier(row["schema"]) -%}
        {%- for part in dbt_wap.rows_of("show " ~ shows[row["kind"]] ~ " in schema " ~ schema) -%}
            {%- set side = "fk_" if row["kind"] == "FOREIGN KEY" else "" -%}
            {%- set name = part["fk_name"] if side else part["constraint_name"] -%}
            {%- set table = part[side ~ "table_name"] -%}
            {%- set key = keys.setdefault([row["database"], row["schema"], table, name] | join("."), dict(row, relation=table, parts=[])) -%}
            {%- do key["parts"].append(
                {"at": part["key_sequence"] | int, "column": part[side ~ "column_name"], "parent": part}
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for key in keys.values() -%}
        {%- set parts = key["parts"] | sort(attribute="at") -%}
        {%- set text = key["kind"] | lower ~ " (" ~ parts | map(attribute="column") | join(", ") ~ ")" -%}
        {%- if key["kind"] == "FOREIGN KEY" -%}
            {%- set first = parts[0]["parent"] -%}
            {%- set parents = parts | map(attribute="parent") | map(attribute="pk_column_name") | join(", ") -%}
            {%- set text = text ~ " references " ~ first["pk_schema_name"] ~ "." ~ first["pk_table_name"] ~ " (" ~ parents ~ ")" -%}
        {%- endif -%}
        {%- do found.append(
            {"database": key["database"], "schema": key["schema"], "relation": key["relation"], "trait": "constraint", "column_name": none, "text": text}
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
