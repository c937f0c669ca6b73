{#
    A clone silently leaves out what the role may not clone. Compare relations and their kinds, sequences, functions,
    procedures, file formats, and the options of the schema. If relations were cloned separately, compare only these.
    Atomic: yes, reads only.
#}
{% macro snowflake__schema_swap__clone_faults(pairs, items) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(pairs) -%}
    {%- set objects, faults, dropped = dbt_wap._snowflake_clonable(pairs), [], [] -%}
    {%- for item in items if item["rebuilt"] and (item["apart"] or item["kind"] == "dynamic table") -%}
        {%- do dropped.append([item["database"], item["pair"]["prod"], item["kind"] ~ " " ~ item["name"]]) -%}
    {%- endfor -%}
    {%- set apart = dbt_wap.place_keys(items | selectattr("apart") | map(attribute="pair") | list, "prod") -%}
    {%- for pair in pairs -%}
        {%- set prod_key = dbt_wap.schema_key(pair["database"], pair["prod"]) -%}
        {%- set audit_key = dbt_wap.schema_key(pair["database"], pair["audit"]) -%}
        {%- if prod_key in schemas and audit_key in schemas -%}
            {%- if prod_key not in apart -%}
                {%- do faults.extend(dbt_wap._snowflake_unlike(pair, schemas[prod_key], schemas[audit_key])) -%}
            {%- endif -%}
            {%- set cloned = objects.get(audit_key, {}) -%}
            {%- for name, relation in objects.get(prod_key, {}) | items if name not in cloned -%}
                {%- set wanted = relation or prod_key not in apart -%}
                {%- if wanted and [pair["database"], pair["prod"], name] not in dropped -%}
                    {%- do faults.append(
                        name ~ " in " ~ pair["prod"] ~ " is missing from its clone: the role " ~ target.role
                        ~ " cannot clone it"
                    ) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{#
    Return what can be cloned, in the prod schemas and in their clones: {schema key: {"kind name": whether it is a
    relation}}. Reads only.
#}
{% macro _snowflake_clonable(pairs) %}
    {%- set kinds, found = ["sequence", "user function", "user procedure", "file format"], {} -%}
    {%- set places = dbt_wap.locate(pairs, "prod") + dbt_wap.locate(pairs, "audit") -%}
    {%- set rest = dbt_wap._snowflake_objects(dbt_wap.databases_of(pairs), kinds) -%}
    {%- for object in dbt_wap.list_relations(places) + rest -%}
        {%- set key = dbt_wap.schema_key(object["database"], object["schema"]) -%}
        {%- set relation = object["kind"] not in kinds -%}
        {%- do found.setdefault(key, {}).update({object["kind"] ~ " " ~ object["name"]: relation}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# List how the two schemas of a pair differ as schemas, as sentences. prod, audit: as in _snowflake_schemas. Pure. #}
{% macro _snowflake_unlike(pair, prod, audit) %}
    {%- set faults = [] -%}
    {%- for option in ["TRANSIENT", "MANAGED ACCESS"] -%}
        {%- if (option in prod["options"] | upper) != (option in audit["options"] | upper) -%}
            {%- do faults.append(pair["audit"] ~ " and " ~ pair["prod"] ~ " differ in the option " ~ option) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if prod["retention"] != audit["retention"] -%}
        {%- do faults.append(
            pair["audit"] ~ " keeps " ~ dbt_wap.counted(audit["retention"] | int, "day") ~ " of history, "
            ~ pair["prod"] ~ " keeps " ~ dbt_wap.counted(prod["retention"] | int, "day")
        ) -%}
    {%- endif -%}
    {%- do return(faults) -%}
{% endmacro %}

{#
    List the objects of these kinds in the databases as [{kind, database, schema, name, row}]. The name of a function
    includes its arguments. Reads only.
#}
{% macro _snowflake_objects(databases, kinds) %}
    {%- set questions, asked, found = {}, {}, [] -%}
    {%- for database in databases -%}
        {%- for kind in kinds -%}
            {%- do asked.update({kind ~ " " ~ database: [database, kind]}) -%}
            {%- do questions.update({kind ~ " " ~ database: dbt_wap._snowflake_show_sql(kind, database)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name, rows in dbt_wap.read_together(questions).items() -%}
        {%- set database, kind = asked[name] -%}
        {#- SHOW lists at most 10,000 objects. -#}
        {%- set rows = dbt_wap._snowflake_by_schema(database, kind) if rows | length >= 10000 else rows -%}
        {%- for row in rows -%}
            {%- set told = row["name"] ~ ((" " ~ row["arguments"]) if row.get("arguments") else "") -%}
            {%- set object = {"kind": kind, "database": database, "schema": row["schema_name"]} -%}
            {%- do found.append(dict(object, name=told, row=row)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _snowflake_show_sql(kind, database) -%}
    show {{ kind }}s in database {{ dbt_wap.identifier(database) }}
{%- endmacro %}

{# Return what SHOW lists of a kind in each schema of a database. Reads only. #}
{% macro _snowflake_by_schema(database, kind) %}
    {%- set rows = [] -%}
    {%- for schema in dbt_wap._snowflake_schemas([database]).values() -%}
        {%- set name = dbt_wap.relation_name(database, schema["schema"]) -%}
        {%- do rows.extend(dbt_wap._snowflake_show_whole(kind ~ "s in schema", name)) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}
