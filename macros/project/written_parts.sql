{# Return the parts of a node's relation name as dbt writes it, with quotes: [database, schema, name]. Pure. #}
{% macro written_parts(node) %}
    {%- set written = node.relation_name or (
        api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias or node.name) | string
    ) -%}
    {%- do return(modules.re.findall('"(?:[^"]|"")*"|[^.]+', written)) -%}
{% endmacro %}
