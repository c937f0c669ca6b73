{# The parts of the name that dbt writes for a node's relation, quotes included: [database, schema, name]. Pure. #}
{% macro written_parts(node) %}
    {%- set written = node.relation_name or (
        api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias or node.name) | string
    ) -%}
    {%- do return(modules.re.findall('"(?:[^"]|"")*"|[^.]+', written)) -%}
{% endmacro %}
